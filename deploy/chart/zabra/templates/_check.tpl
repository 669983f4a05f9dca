{{/* What a schema cannot say. */}}
{{- define "zabra.check" -}}
{{- if gt (len (include "zabra.fullname" .)) 45 -}}
{{- fail "fullnameOverride: at most 45 characters, for the names of pods must stay below 63" -}}
{{- end -}}
{{- if and .Values.maintenance (not .Values.storage.persistent) -}}
{{- fail "maintenance: there are no volumes to be held, storage.persistent is false" -}}
{{- end -}}
{{- if .Release.IsUpgrade -}}
{{- $there := lookup "apps/v1" "StatefulSet" .Release.Namespace (include "zabra.fullname" .) -}}
{{- if $there -}}
{{- $before := len (regexFindAll "(?m)^server\\.[0-9]+=.*:3888;" (dig "data" "zoo.cfg" "" (lookup "v1" "ConfigMap" .Release.Namespace (include "zabra.fullname" .))) -1) -}}
{{- if eq $before 0 -}}{{- $before = 1 -}}{{- end -}}
{{- if ne $before (int .Values.replicas) -}}
{{- fail (printf "replicas: the ensemble has %d voters, and an upgrade cannot change their number to %d: servers with different lists could elect two leaders. Add observers, or move to a new ensemble" $before (int .Values.replicas)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
