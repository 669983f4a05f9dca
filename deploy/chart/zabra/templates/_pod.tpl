{{- define "zabra.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "zabra.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop:
    - ALL
{{- end -}}

{{/* What pods of voters and observers have in common: list of the root, the component, its values. */}}
{{- define "zabra.statefulset" -}}
{{- $top := index . 0 -}}
{{- $component := index . 1 -}}
{{- $own := index . 2 -}}
{{- $values := $top.Values -}}
{{- $full := include "zabra.fullname" $top -}}
{{- $name := ternary $full (printf "%s-observer" $full) (eq $component "server") -}}
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: {{ $name }}
  labels:
    {{- include "zabra.labels" $top | nindent 4 }}
    app.kubernetes.io/component: {{ $component }}
spec:
  serviceName: {{ $full }}-headless
  replicas: {{ ternary 0 $own.replicas $values.maintenance }}
  # All at once, because none is ready before most of them run. Updates go one by one all the same.
  podManagementPolicy: Parallel
  updateStrategy:
    type: RollingUpdate
  {{- if and $values.storage.persistent (include "zabra.since" (list $top "1.27")) }}
  persistentVolumeClaimRetentionPolicy:
    whenDeleted: Retain
    whenScaled: Retain
  {{- end }}
  selector:
    matchLabels:
      {{- include "zabra.selector" $top | nindent 6 }}
      app.kubernetes.io/component: {{ $component }}
  template:
    metadata:
      labels:
        {{- with $values.podLabels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
        {{- include "zabra.selector" $top | nindent 8 }}
        app.kubernetes.io/component: {{ $component }}
      annotations:
        zabra.io/config-checksum: {{ include "zabra.config" $top | sha256sum | trunc 16 }}
        {{- with $values.podAnnotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    spec:
      automountServiceAccountToken: false
      enableServiceLinks: false
      terminationGracePeriodSeconds: {{ $values.terminationGracePeriodSeconds }}
      {{- with $values.priorityClassName }}
      priorityClassName: {{ . }}
      {{- end }}
      {{- with $values.image.pullSecrets }}
      imagePullSecrets:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $own.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $own.tolerations }}
      tolerations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      securityContext:
        {{- include "zabra.podSecurity" . | nindent 8 }}
      affinity:
        podAntiAffinity:
          {{- if eq $values.antiAffinity "hard" }}
          requiredDuringSchedulingIgnoredDuringExecution:
            - topologyKey: kubernetes.io/hostname
              labelSelector:
                matchLabels:
                  {{- include "zabra.selector" $top | nindent 18 }}
                  app.kubernetes.io/component: {{ $component }}
          {{- else }}
          preferredDuringSchedulingIgnoredDuringExecution:
            - weight: 100
              podAffinityTerm:
                topologyKey: kubernetes.io/hostname
                labelSelector:
                  matchLabels:
                    {{- include "zabra.selector" $top | nindent 20 }}
                    app.kubernetes.io/component: {{ $component }}
          {{- end }}
      {{- if $values.spreadByZone }}
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: topology.kubernetes.io/zone
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              {{- include "zabra.selector" $top | nindent 14 }}
              app.kubernetes.io/component: {{ $component }}
      {{- end }}
      containers:
        - name: zabra
          image: {{ include "zabra.image" $top }}
          imagePullPolicy: {{ $values.image.pullPolicy }}
          # The image's own, with flags between: in the environment they would be those of every command run beside it, too.
          command:
            - /jre/bin/java
            - "@/app/java.args"
            - -XX:MaxRAMPercentage={{ $values.heap.percent }}
            {{- range $values.jvmFlags }}
            - {{ . | quote }}
            {{- end }}
            - zabra.cli.Main
          args:
            - server
            - /conf/zoo.cfg
          env:
            # The ordinal makes it a member: the first is 1, the first observer 101.
            - name: ZABRA_SET_MEMBER_NAME
              valueFrom:
                fieldRef:
                  fieldPath: metadata.name
            {{- if ne $component "server" }}
            - name: ZABRA_SET_MEMBER_FIRST
              value: "101"
            {{- end }}
          ports:
            - name: client
              containerPort: 2181
              protocol: TCP
            - name: quorum
              containerPort: 2888
              protocol: TCP
            - name: election
              containerPort: 3888
              protocol: TCP
            - name: health
              containerPort: 8081
              protocol: TCP
            {{- if $values.metrics.enabled }}
            - name: metrics
              containerPort: 7000
              protocol: TCP
            {{- end }}
          startupProbe:
            httpGet:
              path: /startupz
              port: health
            periodSeconds: 1
            timeoutSeconds: 3
            failureThreshold: {{ mul $values.startupMinutes 60 }}
          livenessProbe:
            httpGet:
              path: /livez
              port: health
            periodSeconds: 10
            timeoutSeconds: 6
            failureThreshold: 6
          readinessProbe:
            httpGet:
              path: /readyz
              port: health
            periodSeconds: 2
            timeoutSeconds: 3
            failureThreshold: 2
          resources:
            {{- toYaml $own.resources | nindent 12 }}
          securityContext:
            {{- include "zabra.containerSecurity" . | nindent 12 }}
          volumeMounts:
            - name: data
              mountPath: /data
            - name: config
              mountPath: /conf
              readOnly: true
      volumes:
        - name: config
          configMap:
            name: {{ $full }}
        {{- if not $values.storage.persistent }}
        - name: data
          emptyDir: {}
        {{- end }}
  {{- if $values.storage.persistent }}
  volumeClaimTemplates:
    - metadata:
        name: data
        {{- with $values.storage.annotations }}
        annotations:
          {{- toYaml . | nindent 10 }}
        {{- end }}
      spec:
        accessModes:
          - ReadWriteOnce
        {{- with $values.storage.className }}
        storageClassName: {{ . }}
        {{- end }}
        resources:
          requests:
            storage: {{ $values.storage.size }}
  {{- end }}
{{- end -}}
