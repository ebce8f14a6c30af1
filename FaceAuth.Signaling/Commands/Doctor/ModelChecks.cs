using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Signaling.Commands.Doctor;

/// <summary>The models, loaded as the server would, and what runs them.</summary>
internal static class ModelChecks
{
    const string Device = "/dev/nvidia0";

    public static async Task<IReadOnlyList<Finding>> RunAsync(
        IServiceProvider services, IConfiguration configuration, CancellationToken cancellation)
    {
        var pipeline = services.GetRequiredService<IAuthPipeline>();
        await ((IHostedService)pipeline).StartAsync(cancellation);
        return Of(pipeline.Readiness, configuration);
    }

    /// <summary>What there is to say of models that are loaded, or could not be.</summary>
    public static IReadOnlyList<Finding> Of(PipelineReadiness readiness, IConfiguration configuration)
    {
        var provider = configuration["Inference:Provider"] ?? "Auto";
        var ofProvider = new[] { readiness.Problem, readiness.Notice }
            .FirstOrDefault(said => said?.Contains("Inference:Provider", StringComparison.Ordinal) is true);
        return [Models(readiness, ofProvider), Gpu(readiness, ofProvider, provider)];
    }

    static Finding Models(PipelineReadiness readiness, string? ofProvider)
    {
        if (!readiness.IsReady && readiness.Problem == ofProvider)
            return Finding.Note("models", "Not loaded, because of what shall run them.");
        if (!readiness.IsReady) return Finding.Fault("models", readiness.Problem ?? "They could not be loaded.");
        return readiness.Notice is { } notice && notice != ofProvider
            ? Finding.Note("models", notice)
            : Finding.Ok("models", $"The pack {readiness.Pack} is complete and loads.");
    }

    static Finding Gpu(PipelineReadiness readiness, string? ofProvider, string provider)
    {
        if (ofProvider is not null) return new("gpu", readiness.IsReady ? FindingStatus.Note : FindingStatus.Fault, ofProvider);
        if (!File.Exists(Device)) return Finding.Ok("gpu", "There is none; the models run on the processor.");
        return provider == "Cpu"
            ? Finding.Note("gpu", "There is one, and Inference:Provider is Cpu: set it to Auto to use it.")
            : Finding.Ok("gpu", $"Inference:Provider {provider} works here.");
    }
}
