{{- define "zabra.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride -}}
{{- else if contains "zabra" .Release.Name -}}
{{- .Release.Name | trunc 45 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-zabra" (.Release.Name | trunc 39 | trimSuffix "-") -}}
{{- end -}}
{{- end -}}

{{- define "zabra.selector" -}}
app.kubernetes.io/name: zabra
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "zabra.labels" -}}
{{ include "zabra.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "zabra.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) -}}
{{- end -}}
{{- end -}}

{{/* Whether the cluster is at least of this version: {{ if include "zabra.since" (list . "1.27") }} */}}
{{- define "zabra.since" -}}
{{- $top := index . 0 -}}
{{- if semverCompare (printf ">=%s.0-0" (index . 1)) $top.Capabilities.KubeVersion.Version -}}true{{- end -}}
{{- end -}}
