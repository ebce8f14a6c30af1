using Microsoft.Extensions.Options;

namespace FaceAuth.Pipeline;

/// <summary>Checks <see cref="PipelineOptions"/>; written by the compiler.</summary>
[OptionsValidator]
internal sealed partial class PipelineOptionsValidator : IValidateOptions<PipelineOptions>;
