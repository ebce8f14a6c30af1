{{- /* what the schema cannot say: each in words that name the value to change */}}
{{- define "faceauth.checks" -}}
{{- $v := .Values }}
{{- $most := int (include "faceauth.most" .) }}
{{- $given := include "faceauth.givenSecrets" . }}
{{- $has := $v.secrets.existingSecret }}
{{- if include "faceauth.isSqlite" . }}
  {{- if $v.autoscaling.enabled }}
    {{- fail "store.provider Sqlite keeps one replica: a file has one server. Set store.provider to PostgreSql for autoscaling." }}
  {{- end }}
  {{- if gt (int $v.replicas) 1 }}
    {{- fail (printf "store.provider Sqlite keeps one replica, and replicas is %d. Set store.provider to PostgreSql." (int $v.replicas)) }}
  {{- end }}
{{- else }}
  {{- $master := or $v.secrets.masterKey (include "faceauth.ownFile" (list . "Store__MasterKeyFile")) }}
  {{- $signing := or $v.secrets.signingKey (include "faceauth.ownFile" (list . "Signing__KeyFile")) }}
  {{- if and (not $has) (not (and $v.secrets.databaseConnection $master $signing)) }}
    {{- fail (print "store.provider PostgreSql needs secrets.existingSecret, or secrets.databaseConnection, secrets.masterKey and "
      "secrets.signingKey: nothing is made up, for faces are stored under them.") }}
  {{- end }}
{{- end }}
{{- if and $has $given }}
  {{- fail (printf "secrets.existingSecret is set, and so is secrets.%s: put it into that Secret." (splitList " " $given | first)) }}
{{- end }}
{{- if and $v.secrets.masterKey (ne (len (b64dec $v.secrets.masterKey)) 32) }}
  {{- fail "secrets.masterKey is not 32 bytes in base64. Make one: openssl rand -base64 32" }}
{{- end }}
{{- if and $v.secrets.operatorKey (lt (len $v.secrets.operatorKey) 32) }}
  {{- fail "secrets.operatorKey is shorter than 32 characters. Make one: openssl rand -hex 32" }}
{{- end }}
{{- if and (gt $most 1) (not $v.redis.enabled) }}
  {{- fail "Several replicas share limits and messages over Redis: set redis.enabled." }}
{{- end }}
{{- if and $v.redis.enabled (not $has) (not $v.secrets.redisConfiguration) }}
  {{- fail "redis.enabled needs secrets.redisConfiguration or secrets.existingSecret." }}
{{- end }}
{{- if and $v.turn.urls (not $has) (not $v.secrets.turnSecret) }}
  {{- fail "turn.urls needs secrets.turnSecret or secrets.existingSecret: the relay's static-auth-secret." }}
{{- end }}
{{- if $v.ingress.enabled }}
  {{- if not $v.ingress.host }}{{ fail "ingress.enabled needs ingress.host: passkeys belong to it." }}{{ end }}
  {{- if not $v.ingress.trustedProxies }}
    {{- fail (print "ingress.enabled needs ingress.trustedProxies, the addresses its controller's pods have, such as 10.244.0.0/16: "
      "else all people count as one address, and WebSockets are refused.") }}
  {{- end }}
{{- end }}
{{- if and $v.persistence.existingClaim (not (include "faceauth.isKept" .)) }}
  {{- fail "persistence.existingClaim is used by nothing on PostgreSql: set persistence.withPostgreSql, or leave it out." }}
{{- end }}
{{- if and $v.persistence.existingClaim (gt $most 1) }}
  {{- fail (printf "persistence.existingClaim is one volume, and there may be %d pods: leave it out, and each has its own." $most) }}
{{- end }}
{{- $guarded := and $v.networkPolicy.enabled (ne $v.media.exposure "hostNetwork") }}
{{- $default := "[{\"namespaceSelector\":{\"matchLabels\":{\"kubernetes.io/metadata.name\":\"ingress-nginx\"}}}]" }}
{{- if and $guarded (ne $v.service.type "ClusterIP") (has (toJson $v.networkPolicy.httpFrom) (list "[]" "null" $default)) }}
  {{- fail (printf "service.type %s needs networkPolicy.httpFrom: it lets in an ingress alone, clients come past it." $v.service.type) }}
{{- end }}
{{- $ports := list 8080 (int $v.media.port) }}
{{- if $v.metrics.enabled }}{{ $ports = append $ports (int $v.metrics.port) }}{{ end }}
{{- if ne (len $ports) (len (uniq $ports)) }}
  {{- fail "8080, media.port and metrics.port are ports of one pod: two of them are the same." }}
{{- end }}
{{- $addresses := len $v.media.loadBalancer.addresses }}
{{- $services := int (include "faceauth.mediaServices" .) }}
{{- if and (eq $v.media.exposure "loadBalancer") (lt $addresses $services) }}
  {{- fail (printf "media.loadBalancer.addresses needs one for each pod: it has %d, and there may be %d pods." $addresses $services) }}
{{- end }}
{{- if and (eq $v.media.exposure "nodePort") (gt (add (int $v.media.nodePort.first) $services) 32768) }}
  {{- fail (printf "media.nodePort.first leaves no port for each of %d pods: the last is above 32767." $services) }}
{{- end }}
{{- if and $v.media.publicAddresses (gt $most 1) }}
  {{- fail "media.publicAddresses are announced by every pod, so they serve one replica alone." }}
{{- end }}
{{- if and $v.autoscaling.enabled (not $v.metrics.enabled) }}
  {{- fail "autoscaling.enabled goes by a metric: set metrics.enabled." }}
{{- end }}
{{- if and $v.autoscaling.enabled (gt (int $v.autoscaling.minReplicas) (int $v.autoscaling.maxReplicas)) }}
  {{- fail "autoscaling.minReplicas is above autoscaling.maxReplicas." }}
{{- end }}
{{- if and $v.metrics.serviceMonitor.enabled (not $v.metrics.enabled) }}
  {{- fail "metrics.serviceMonitor.enabled needs metrics.enabled." }}
{{- end }}
{{- $least := int (include "faceauth.least" .) }}
{{- if and $v.podDisruptionBudget.enabled (gt $least 1) (ge (int $v.podDisruptionBudget.maxUnavailable) $least) }}
  {{- fail (printf "podDisruptionBudget.maxUnavailable lets all of %d replicas go at once." $least) }}
{{- end }}
{{- $secret := list "Store__(MasterKey|ConnectionString)" "(Signing|Operator)__Key" "Redis__Configuration"
  "Ice__Servers__\\d+__(Secret|Credential)" "Mail__Password" "Kestrel__.*Password" "OTEL_.*_HEADERS" | join "|" | printf "(?i)^(%s)$" }}
{{- $ours := list "Store__(Provider|Directory|Node)" "Redis__NodeAddress" "Signaling__(DrainTime|Linger)" "Media__(Port|Loops)"
  "Media__(Public)?Addresses.*" "Ice__Servers__0__.*" "Web__(PublicAddress|TrustedProxies.*)" "Telemetry__Prometheus(Port)?"
  "Models__(Pack|Directory)" | join "|" | printf "(?i)^(%s)$" }}
{{- range $name, $_ := $v.settings }}
  {{- if regexMatch $secret $name }}
    {{- fail (printf "settings.%s is a secret, and a ConfigMap lies open: use secrets, or extraEnvFrom." $name) }}
  {{- end }}
  {{- if regexMatch $ours $name }}
    {{- fail (printf "settings.%s is set by this chart: see the README for the value." $name) }}
  {{- end }}
{{- end }}
{{- end }}
