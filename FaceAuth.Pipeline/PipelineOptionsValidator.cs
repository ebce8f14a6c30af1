using Microsoft.Extensions.Options;

namespace FaceAuth.Pipeline;

/// <summary>Checks <see cref="PipelineOptions"/>; written by the compiler.</summary>
[OptionsValidator]
public sealed partial class PipelineOptionsValidator : IValidateOptions<PipelineOptions>;
