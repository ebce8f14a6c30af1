using System.Diagnostics;

namespace FaceAuth.Load;

/// <summary>Which processors the server started here and its clients run on.</summary>
/// <remarks>Clients that share the server's take its time away, and the figures are then theirs as much as its.</remarks>
/// <param name="Server">The server's; null where nobody asked for any.</param>
/// <param name="Clients">The clients'; null to leave them where they are.</param>
/// <param name="Words">Both, for people.</param>
internal sealed record ProcessorPlan(ProcessorList? Server, ProcessorList? Clients, string Words)
{
    /// <summary>What <c>--client-cpus</c> takes to hold the clients to none.</summary>
    public const string All = "all";

    /// <summary>Chooses.</summary>
    /// <param name="allowed">What this process may use.</param>
    /// <param name="server">What was asked for the server, or null.</param>
    /// <param name="clients">What was asked for the clients: a list, "all", or null for what the server leaves.</param>
    /// <param name="isServerHere">Whether the server is started here, as a process of its own.</param>
    /// <param name="wantsOne">Whether the server gets a processor to itself when nobody asks for any.</param>
    /// <exception cref="LoadException">A list cannot be read.</exception>
    public static ProcessorPlan Choose(ProcessorList allowed, string? server, string? clients, bool isServerHere, bool wantsOne)
    {
        var servers = server is not null ? Read("--server-cpus", server) : wantsOne && allowed.Count > 1 ? allowed.First : null;
        var own = clients is null or All ? null : Read("--client-cpus", clients);
        if (!isServerHere) return new(null, own, $"server elsewhere, clients on {Name(own ?? allowed)}");
        if (own is null && clients is null && servers is not null && allowed.Except(servers) is { Count: > 0 } left) own = left;

        var where = $"server on {Name(servers ?? allowed)}, clients on {Name(own ?? allowed)}";
        var shares = (own ?? allowed).Except(servers ?? allowed).Count < (own ?? allowed).Count;
        return new(servers, own, shares ? where + ", which they share: it gets what the clients leave" : where);
    }

    /// <summary>Holds all threads of this process to the clients' processors; those begun later follow.</summary>
    /// <exception cref="LoadException">The system does not do that.</exception>
    public async Task HoldClientsAsync(CancellationToken cancellation)
    {
        if (Clients is null) return;
        try
        {
            // .NET's Process.ProcessorAffinity moves the first thread alone on Linux.
            string[] arguments = ["-a", "-c", "-p", Clients.ToString(), $"{Environment.ProcessId}"];
            using var taskset = Process.Start(new ProcessStartInfo("taskset", arguments) { RedirectStandardOutput = true })!;
            await taskset.StandardOutput.ReadToEndAsync(cancellation);
            await taskset.WaitForExitAsync(cancellation);
            if (taskset.ExitCode != 0)
                throw new LoadException($"The clients cannot be held to {Name(Clients)}. --client-cpus all leaves them free.");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new LoadException($"taskset cannot be run ({e.Message}). --client-cpus all leaves the clients free.", e);
        }
    }

    static ProcessorList Read(string option, string text) =>
        ProcessorList.TryParse(text, out var list) ? list : throw new LoadException($"{option} takes processors such as 0 or 0,2-3.");

    static string Name(ProcessorList list) => $"{(list.Count == 1 ? "processor" : "processors")} {list}";
}
