using FaceAuth.Load.Clips;
using FaceAuth.Load.Simulate;

namespace FaceAuth.Load.Inject;

/// <summary>Brings video into sessions by each method, and counts what each signal says of them.</summary>
internal sealed class InjectRun(InjectSettings settings, IReadOnlyList<IInjectMethod> methods, TextWriter progress)
{
    /// <summary>Runs it, one session after the other: on a machine that is overloaded, signals would tell of that.</summary>
    /// <exception cref="LoadException">The server cannot be used, or the clip.</exception>
    public async Task<IReadOnlyList<InjectTally>> RunAsync(CancellationToken cancellation)
    {
        var chosen = methods.Where(one => settings.Methods.Count == 0 || settings.Methods.Contains(one.Name)).ToArray();
        using var server = new InjectServer(settings.Server, settings.ApiKey);
        using var files = await InjectFiles.MakeAsync(settings.Clip, cancellation);
        await using var bridge = await InjectBridge.StartAsync(server, files, cancellation);
        var tallies = new List<InjectTally>();
        foreach (var method in chosen)
        {
            if (await method.FindLackAsync(cancellation) is { } lack)
            {
                await progress.WriteLineAsync($"{method.Name} is left out: {lack}.");
                continue;
            }

            var tally = new InjectTally(method);
            for (var i = 0; i < settings.Sessions; i++)
            {
                var (outcome, signals) = await InjectAsync(method, server, bridge, files, cancellation);
                tally.Add(outcome, signals);
                await progress.WriteLineAsync($"{method.Name} {i + 1} of {settings.Sessions}: {outcome}");
            }

            tallies.Add(tally);
        }

        return tallies;
    }

    async Task<(string Outcome, IReadOnlyDictionary<string, string> Signals)> InjectAsync(
        IInjectMethod method, InjectServer server, InjectBridge bridge, InjectFiles files, CancellationToken cancellation)
    {
        var subject = "inject-" + Guid.NewGuid().ToString("N");
        var (id, token, hub) = await server.CreateAsync(subject, cancellation);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stop.CancelAfter(settings.Timeout);
        var running = method.RunAsync(new(bridge.Add(hub, token, method.Agent), bridge, files), stop.Token);
        try
        {
            var ending = server.EndAsync(id, stop.Token);
            if (await Task.WhenAny(running, ending) == running && !ending.IsCompleted) await running;   // its fault, where it has one
            return await ending;
        }
        catch (Exception e) when (e is SimulateException or ClipException or FormatException)
        {
            return ("failed: " + e.Message, new Dictionary<string, string>());
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return ("no decision", new Dictionary<string, string>());
        }
        finally
        {
            await stop.CancelAsync();
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await server.ForgetAsync(subject, CancellationToken.None);   // a run that was broken off leaves nobody enrolled either
        }
    }
}
