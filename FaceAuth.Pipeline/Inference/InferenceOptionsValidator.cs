using Microsoft.Extensions.Options;

namespace FaceAuth.Pipeline.Inference;

/// <summary>Checks <see cref="InferenceOptions"/>; written by the compiler.</summary>
[OptionsValidator]
internal sealed partial class InferenceOptionsValidator : IValidateOptions<InferenceOptions>;
