{{/*
zoo.cfg. A leader that is silent for 2.5 s is given up (syncLimit ticks), so that a node cut off costs less than 4 s;
session timeouts are those that clients are used to all the same.
*/}}
{{- define "zabra.config" -}}
{{- $full := include "zabra.fullname" . -}}
{{- $keys := dict
    "tickTime" 500
    "initLimit" 120
    "syncLimit" 5
    "minSessionTimeout" 4000
    "maxSessionTimeout" 60000
    "autopurge.snapRetainCount" 3
    "autopurge.purgeInterval" 1
    "4lw.commands.whitelist" "srvr,mntr,ruok" -}}
{{- range $key, $value := .Values.config -}}
{{- $_ := set $keys $key $value -}}
{{- end -}}
dataDir=/data
clientPort=2181
health.port=8081
cluster.name={{ .Values.clusterName | default $full }}
db.autocreate=agreed
{{- if .Values.metrics.enabled }}
metricsProvider.className=org.apache.zookeeper.metrics.prometheus.PrometheusMetricsProvider
metricsProvider.httpPort=7000
{{- end }}
{{- range $key, $value := $keys }}
{{ $key }}={{ if kindIs "float64" $value }}{{ int64 $value }}{{ else }}{{ $value }}{{ end }}
{{- end }}
{{- $replicas := int .Values.replicas }}
{{- $observers := int .Values.observers.replicas }}
{{- if or (gt $replicas 1) (gt $observers 0) }}
quorumListenOnAllIPs=true
{{- if eq $replicas 1 }}
standaloneEnabled=false
{{- end }}
{{- range $i := until $replicas }}
server.{{ add1 $i }}={{ $full }}-{{ $i }}.{{ $full }}-headless:2888:3888;2181
{{- end }}
{{- range $i := until $observers }}
server.{{ add 101 $i }}={{ $full }}-observer-{{ $i }}.{{ $full }}-headless:2888:3888:observer;2181
{{- end }}
{{- end }}
{{- end -}}
