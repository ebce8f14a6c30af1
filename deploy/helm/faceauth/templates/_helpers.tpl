{{- define "faceauth.fullname" -}}
{{- if .Values.fullnameOverride }}{{ .Values.fullnameOverride | trunc 40 | trimSuffix "-" }}
{{- else }}{{- $name := default .Chart.Name .Values.nameOverride }}
{{- if contains $name .Release.Name }}{{ .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else }}{{ printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" }}{{ end }}
{{- end }}
{{- end }}

{{- define "faceauth.selector" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "faceauth.labels" -}}
{{ include "faceauth.selector" . }}
app.kubernetes.io/version: {{ .Values.image.tag | default .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "faceauth.image" -}}
{{ .Values.image.repository }}
{{- if .Values.image.digest }}@{{ .Values.image.digest }}{{ else }}:{{ .Values.image.tag | default .Chart.AppVersion }}{{ end }}
{{- end }}

{{- define "faceauth.secretName" -}}
{{- if .Values.secrets.existingSecret }}{{ .Values.secrets.existingSecret }}
{{- else if include "faceauth.givenSecrets" . }}{{ include "faceauth.fullname" . }}{{ end }}
{{- end }}

{{- /* which secrets stand in the values: those that the chart puts into a Secret of its own */}}
{{- define "faceauth.givenSecrets" -}}
{{- $given := list }}
{{- range $name, $value := omit .Values.secrets "existingSecret" }}{{ if $value }}{{ $given = append $given $name }}{{ end }}{{ end }}
{{- join " " $given }}
{{- end }}

{{- define "faceauth.isSqlite" -}}{{ if eq .Values.store.provider "Sqlite" }}yes{{ end }}{{- end }}

{{- define "faceauth.least" -}}
{{ if .Values.autoscaling.enabled }}{{ .Values.autoscaling.minReplicas }}{{ else }}{{ .Values.replicas }}{{ end }}
{{- end }}

{{- define "faceauth.most" -}}
{{ if .Values.autoscaling.enabled }}{{ .Values.autoscaling.maxReplicas }}{{ else }}{{ .Values.replicas }}{{ end }}
{{- end }}

{{- define "faceauth.isKept" -}}
{{ if or (include "faceauth.isSqlite" .) .Values.persistence.withPostgreSql }}yes{{ end }}
{{- end }}

{{- /* how many pods have a Service for their video: those that drain need theirs after replicas were lowered */}}
{{- define "faceauth.mediaServices" -}}
{{ max (int (include "faceauth.most" .)) (int .Values.media.services) }}
{{- end }}

{{- /* the file that a setting names in place of a secret: mounted by extraVolumes; names are read whatever their case */}}
{{- define "faceauth.ownFile" -}}
{{- $wanted := index . 1 | lower }}
{{- range $name, $value := (index . 0).Values.settings }}{{ if eq (lower $name) $wanted }}{{ $value }}{{ end }}{{ end }}
{{- end }}

{{- define "faceauth.webAddress" -}}
{{- if .Values.webAddress }}{{ .Values.webAddress }}
{{- else if .Values.ingress.enabled }}https://{{ .Values.ingress.host }}
{{- else }}http://localhost:8080{{ end }}
{{- end }}

{{- /* the time for its end: out of the endpoints, sessions, results, and half a minute for the rest */}}
{{- define "faceauth.grace" -}}
{{ add .Values.drain.readyFirst .Values.drain.seconds .Values.drain.linger 30 }}
{{- end }}

{{- define "faceauth.span" -}}
{{ printf "00:%02d:%02d" (div (int .) 60) (mod (int .) 60) }}
{{- end }}
