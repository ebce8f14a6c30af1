using System.Globalization;
using FaceAuth.Signaling.Commands;
using FaceAuth.Signaling.Telemetry;
using k8s.Models;

namespace FaceAuth.Tools.Tests.Deploy.Helm;

/// <summary>deploy/helm/faceauth, rendered by Helm for each set of values beside this.</summary>
public sealed class ChartTests
{
    public static TheoryData<string> Sets { get; } = [.. Rendered.Sets];

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task A_set_makes_one_StatefulSet_and_no_kind_is_read_by_no_type(string set)
    {
        var made = await Rendered.OfAsync(set);

        Assert.Equal(made.Servers.Name() + "-pods", made.Servers.Spec.ServiceName);
        Assert.All(made.Objects, one => Assert.False(string.IsNullOrEmpty(one.Metadata.Name)));
        Assert.Equal(made.Objects.Count, made.Objects.Select(one => (one.Kind, one.Name())).Distinct().Count());
    }

    [Fact]
    public async Task Every_object_is_what_the_schemas_of_Kubernetes_and_the_operator_ask_for()
    {
        var folder = await HelmPackages.FolderAsync();
        var files = new List<string>();
        foreach (var set in Rendered.Sets)
        {
            files.Add(Path.Combine(folder, $"{set}.rendered.yaml"));
            await File.WriteAllTextAsync(files[^1], (await Rendered.OfAsync(set)).Text);
        }

        var (code, output) = await Checkout.RunAsync(1, "node", [Path.Combine(folder, "check.mjs"), .. files]);

        Assert.True(code == 0, output);
        var objects = int.Parse(output.Trim().Split('\n')[^1].Split(' ')[0], CultureInfo.InvariantCulture);
        Assert.InRange(objects, 7 * Rendered.Sets.Count, int.MaxValue);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Services_lead_to_pods_of_theirs_and_to_ports_that_these_have(string set)
    {
        var made = await Rendered.OfAsync(set);
        var pod = made.Servers.Spec.Template.Metadata.Labels;
        var names = Enumerable.Range(0, 1000).Select(i => $"{made.Servers.Name()}-{i}").ToHashSet();

        Assert.Subset(pod.ToHashSet(), made.Servers.Spec.Selector.MatchLabels.ToHashSet());
        Assert.All(made.Of<V1Service>(), service =>
        {
            Assert.All(service.Spec.Selector, label => Assert.True(
                label.Key == "statefulset.kubernetes.io/pod-name" ? names.Contains(label.Value) : pod.Contains(label)));
            Assert.All(service.Spec.Ports, port => Assert.Contains(
                made.Container.Ports, open => open.Name == port.TargetPort.Value && open.Protocol == port.Protocol));
        });
        Assert.All(made.Of<V1Ingress>().SelectMany(ingress => ingress.Spec.Rules).SelectMany(rule => rule.Http.Paths), path =>
            Assert.Contains(made.Of<V1Service>().Single(service => service.Name() == path.Backend.Service.Name).Spec.Ports,
                port => port.Name == path.Backend.Service.Port.Name));
        Assert.All(made.Of<V1NetworkPolicy>(), policy =>
        {
            Assert.Subset(pod.ToHashSet(), policy.Spec.PodSelector.MatchLabels.ToHashSet());
            Assert.All(policy.Spec.Ingress.SelectMany(rule => rule.Ports), port => Assert.Contains(
                made.Container.Ports, open => open.Name == port.Port.Value && open.Protocol == port.Protocol));
        });
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Its_ports_are_those_that_the_server_listens_on(string set)
    {
        var made = await Rendered.OfAsync(set);
        var open = made.Container.Ports.ToDictionary(port => port.Name, port => $"{port.ContainerPort}");

        Assert.Equal(made.Settings["Media__Port"], open["media"]);
        Assert.Equal(made.Settings["Media__Port"], open["media-tcp"]);
        Assert.Contains($"ASPNETCORE_URLS=http://*:{open["http"]} ", Checkout.Read("deploy/Dockerfile"), StringComparison.Ordinal);
        Assert.Equal(made.Settings.ContainsKey("Telemetry__Prometheus"), open.ContainsKey("metrics"));
        if (!open.TryGetValue("metrics", out var metrics)) return;
        Assert.Equal($"http://*:{open["http"]};http://*:{metrics}", made.Settings["ASPNETCORE_URLS"]);
        Assert.Equal(metrics, made.Settings["Telemetry__PrometheusPort"]);
        // and nothing leads there from outside
        Assert.All(made.Of<V1Service>().Where(service => service.Spec.ClusterIP != "None"), service =>
            Assert.DoesNotContain(service.Spec.Ports, port => port.TargetPort.Value == "metrics"));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task A_pod_has_time_for_its_end_and_leaves_the_endpoints_first(string set)
    {
        var made = await Rendered.OfAsync(set);

        var stop = made.Container.Lifecycle.PreStop.Exec.Command;
        var needed = TimeSpan.Parse(made.Settings["Signaling__DrainTime"], CultureInfo.InvariantCulture)
            + TimeSpan.Parse(made.Settings["Signaling__Linger"], CultureInfo.InvariantCulture)
            + TimeSpan.FromSeconds(int.Parse(stop[1], CultureInfo.InvariantCulture) + 30);
        Assert.Equal("sleep", stop[0]);
        Assert.Equal((long)needed.TotalSeconds, made.Pod.TerminationGracePeriodSeconds!.Value);
        Assert.All(made.Of<V1Service>().Where(service => service.Name().Contains("-media-", StringComparison.Ordinal)), service =>
            Assert.True(service.Spec.PublishNotReadyAddresses));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Every_setting_of_its_pods_exists_in_the_server_and_is_given_once(string set)
    {
        var made = await Rendered.OfAsync(set);

        List<string> names = [.. made.Settings.Keys, .. made.Container.Env.Select(variable => variable.Name)];
        Assert.Equal(names.Count, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(names.Where(name => name.Contains("__", StringComparison.Ordinal)), name =>
        {
            var setting = name.Replace("__", ":", StringComparison.Ordinal);
            Assert.True(KnownSettings.IsMeant(setting), name);
            Assert.Null(KnownSettings.FaultOf(setting));
        });
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Probes_ask_what_the_server_answers(string set)
    {
        var container = (await Rendered.OfAsync(set)).Container;

        Assert.Equal(
            ["/health/live", "/health/live", "/health/ready"],
            new[] { container.StartupProbe, container.LivenessProbe, container.ReadinessProbe }.Select(probe => probe.HttpGet.Path));
        Assert.All(new[] { container.StartupProbe, container.LivenessProbe, container.ReadinessProbe }, probe =>
            Assert.Equal("http", probe.HttpGet.Port.Value));
        Assert.Equal(set == "everything" ? 3600 : 600, container.StartupProbe.PeriodSeconds * container.StartupProbe.FailureThreshold);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task A_budget_never_lets_all_pods_go_nor_holds_a_single_one(string set)
    {
        var made = await Rendered.OfAsync(set);

        var scaled = made.Of<V2HorizontalPodAutoscaler>().SingleOrDefault();
        var least = scaled?.Spec.MinReplicas ?? made.Servers.Spec.Replicas!.Value;
        Assert.Equal(scaled is null, made.Servers.Spec.Replicas is not null);
        Assert.Equal((scaled?.Spec.MaxReplicas ?? least) > 1, made.Of<V1PodDisruptionBudget>().Any());
        // what scales from one upwards lets that one go
        Assert.All(made.Of<V1PodDisruptionBudget>(), budget => Assert.InRange(
            int.Parse(budget.Spec.MaxUnavailable.Value, CultureInfo.InvariantCulture), 1, Math.Max(1, least - 1)));
    }

    [Theory]
    [InlineData("everything", "models pull --accept-licence")]
    [InlineData("default", null)]
    public async Task Models_are_pulled_by_the_licence_that_was_accepted(string set, string? command)
    {
        var made = await Rendered.OfAsync(set);

        Assert.Equal(command, made.Pod.InitContainers is { } first ? string.Join(' ', Assert.Single(first).Args) : null);
    }

    [Fact]
    public async Task It_scales_on_a_metric_that_the_server_has()
    {
        var made = await Rendered.OfAsync("everything");

        var scaled = Assert.Single(made.Of<V2HorizontalPodAutoscaler>());
        var metric = Assert.Single(scaled.Spec.Metrics).Pods.Metric.Name;
        Assert.Equal((made.Servers.Kind, made.Servers.Name()), (scaled.Spec.ScaleTargetRef.Kind, scaled.Spec.ScaleTargetRef.Name));
        Assert.Equal(PrometheusNames.Of("faceauth.signaling.sessions", "{session}", isCounter: false), metric);
        Assert.Contains(
            "\"faceauth.signaling.sessions\"", Checkout.Read("FaceAuth.Signaling/SignalingMetrics.cs"), StringComparison.Ordinal);
        Assert.Contains(metric, Checkout.Read("deploy/helm/faceauth/README.md"), StringComparison.Ordinal);
    }
}
