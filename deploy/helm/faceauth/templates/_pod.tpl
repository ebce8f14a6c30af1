{{- /* how the server is started: as the image does, or with the address that this pod has outside */}}
{{- define "faceauth.command" -}}
{{- $media := .Values.media }}
{{- if has $media.exposure (list "nodePort" "loadBalancer") -}}
command:
  - bash
  - -euc
  - |
    ordinal=${POD_NAME##*-}
    {{- if eq $media.exposure "nodePort" }}
    address=$HOST_IP
    port=$(({{ $media.nodePort.first }} + ordinal))
    {{- else }}
    addresses=({{ join " " $media.loadBalancer.addresses }})
    address=${addresses[$ordinal]}
    port={{ $media.port }}
    {{- end }}
    case $address in *:*) address="[$address]" ;; esac
    export Media__PublicAddresses__0=$address:$port
    exec /opt/faceauth/run serve
{{- else -}}
args: [serve]
{{- end }}
{{- end }}

{{- define "faceauth.fieldEnv" -}}
- name: {{ .name }}
  valueFrom:
    fieldRef:
      fieldPath: {{ .path }}
{{ end }}

{{- define "faceauth.secretEnv" -}}
- name: {{ .name }}
  valueFrom:
    secretKeyRef:
      name: {{ .secret }}
      key: {{ .key }}
      {{- if .optional }}
      optional: true
      {{- end }}
{{ end }}

{{- define "faceauth.env" -}}
{{- include "faceauth.fieldEnv" (dict "name" "POD_NAME" "path" "metadata.name") }}
{{- include "faceauth.fieldEnv" (dict "name" "POD_IP" "path" "status.podIP") }}
{{- include "faceauth.fieldEnv" (dict "name" "HOST_IP" "path" "status.hostIP") -}}
# this node's name in the audit
- name: Store__Node
  value: $(POD_NAME)
{{- if eq .Values.media.exposure "hostNetwork" }}
# the host's own address and no bridge's: bound, and told to browsers
- name: Media__Addresses__0
  value: $(HOST_IP)
{{- end }}
{{- if .Values.redis.enabled }}
- name: Redis__NodeAddress
  value: {{ .Values.ipv6 | ternary "http://[$(POD_IP)]:8080" "http://$(POD_IP):8080" }}
{{- end }}
{{- with include "faceauth.secretName" . }}
{{- $isSqlite := include "faceauth.isSqlite" $ }}
{{- $one := dict "secret" . }}
{{- /* a key wins over a file of it */}}
{{ if not (include "faceauth.ownFile" (list $ "Store__MasterKeyFile")) -}}
{{ include "faceauth.secretEnv" (merge (dict "name" "Store__MasterKey" "key" "master-key" "optional" $isSqlite) $one) }}
{{- end }}
{{- if not (include "faceauth.ownFile" (list $ "Signing__KeyFile")) }}
{{- include "faceauth.secretEnv" (merge (dict "name" "Signing__Key" "key" "signing-key" "optional" $isSqlite) $one) }}
{{- end }}
{{- if not (include "faceauth.ownFile" (list $ "Operator__KeyFile")) }}
{{- include "faceauth.secretEnv" (merge (dict "name" "Operator__Key" "key" "operator-key" "optional" true) $one) }}
{{- end }}
{{- include "faceauth.secretEnv" (merge (dict "name" "Mail__Password" "key" "mail-password" "optional" true) $one) }}
{{- if not $isSqlite }}
{{- include "faceauth.secretEnv" (merge (dict "name" "Store__ConnectionString" "key" "database-connection") $one) }}
{{- end }}
{{- if $.Values.redis.enabled }}
{{- include "faceauth.secretEnv" (merge (dict "name" "Redis__Configuration" "key" "redis-configuration") $one) }}
{{- end }}
{{- if $.Values.turn.urls }}
{{- include "faceauth.secretEnv" (merge (dict "name" "Ice__Servers__0__Secret" "key" "turn-secret") $one) }}
{{- end }}
{{- end }}
{{- end }}

{{- define "faceauth.mounts" -}}
- name: data
  mountPath: /var/lib/faceauth
- name: tmp
  mountPath: /tmp
{{- if .Values.models.existingClaim }}
- name: models
  mountPath: /models
  readOnly: {{ not .Values.models.pull }}
{{- end }}
{{- end }}

{{- define "faceauth.serverMounts" -}}
{{ include "faceauth.mounts" . }}
{{- with .Values.extraVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "faceauth.confined" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}
