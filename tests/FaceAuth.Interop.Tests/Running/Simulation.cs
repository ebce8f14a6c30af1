namespace FaceAuth.Interop.Tests.Running;

/// <summary>Runs `faceauth simulate` as a person would.</summary>
static class Simulation
{
    public static Task<(int ExitCode, string Output)> RunAsync(
        ServerProcess server, string clip, string purpose, string subject, params string[] more) =>
        ChildProcess.RunAsync(
            "dotnet",
            [
                Repository.Tools, "simulate", clip, "--server", server.Address.ToString().TrimEnd('/'),
                "--purpose", purpose, "--subject", subject, .. more,
            ],
            TimeSpan.FromSeconds(90), new Dictionary<string, string> { ["FACEAUTH_API_KEY"] = server.ApiKey });
}
