using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Options;
using FaceAuth.Pipeline.Inference;
using FaceAuth.Pipeline.Networks;
using FaceAuth.Pipeline.Packs;
using FaceAuth.Pipeline.Packs.Download;
using FaceAuth.Pipeline.Runs;
using FaceAuth.Pipeline.Stills;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FaceAuth.Pipeline;

/// <summary>Registers the pipeline.</summary>
public static class PipelineServices
{
    /// <summary>The options' types by the section that sets them.</summary>
    public static IReadOnlyDictionary<string, Type> Settings { get; } = new Dictionary<string, Type>
    {
        ["Pipeline"] = typeof(PipelineOptions),
        ["Decision"] = typeof(DecisionOptions),
        ["Models"] = typeof(ModelsOptions),
        ["Models:Download"] = typeof(DownloadOptions),
        ["Inference"] = typeof(InferenceOptions),
    };

    static readonly string[] PolicySections = ["Decision:Passive", "Decision:Standard", "Decision:Strict"];

    /// <summary>
    /// Adds <see cref="IAuthPipeline"/> with its options from the sections "Pipeline", "Decision", "Models" and
    /// "Inference", all checked at start. Needs the store's services; uses the registered <see cref="TimeProvider"/>.
    /// </summary>
    public static IServiceCollection AddFaceAuthPipeline(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        AddOptions<PipelineOptions, PipelineOptionsValidator>(services, configuration, "Pipeline");
        AddOptions<DecisionOptions, DecisionOptionsValidator>(services, configuration, "Decision");
        services.AddOptions<DecisionOptions>().Validate(
            _ => PolicySections.All(policy => string.IsNullOrEmpty(configuration[$"{policy}:RefuseOn"])),   // would be read as none
            "Decision:Passive:RefuseOn, Decision:Standard:RefuseOn and Decision:Strict:RefuseOn are lists. "
            + "Set Decision:Strict:RefuseOn:0 and so on, each to one signal.");
        AddOptions<ModelsOptions, ModelsOptionsValidator>(services, configuration, "Models");
        AddOptions<InferenceOptions, InferenceOptionsValidator>(services, configuration, "Inference");
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<PipelineMetrics>();
        services.TryAddSingleton(provider => PackLoader.Of(
            provider.GetRequiredService<IOptions<ModelsOptions>>().Value, provider.GetRequiredService<IOptions<InferenceOptions>>().Value,
            provider.GetRequiredService<ILogger<PackLoader>>()));
        services.TryAddSingleton<IThresholds, PackThresholds>();
        services.TryAddSingleton<IStillFaces, StillFaces>();
        services.TryAddSingleton<IPictureReader, PictureReader>();
        services.TryAddSingleton<AuthPipeline>();
        services.TryAddSingleton<IAuthPipeline>(provider => provider.GetRequiredService<AuthPipeline>());
        services.AddHostedService(provider => provider.GetRequiredService<AuthPipeline>());
        return services;
    }

    static void AddOptions<TOptions, TValidator>(IServiceCollection services, IConfiguration configuration, string section)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, TValidator>());
        services.AddOptions<TOptions>().Bind(configuration.GetSection(section)).ValidateOnStart();
    }
}
