using Microsoft.Extensions.Options;

namespace FaceAuth.Pipeline.Packs;

/// <summary>Checks <see cref="ModelsOptions"/>; written by the compiler.</summary>
[OptionsValidator]
public sealed partial class ModelsOptionsValidator : IValidateOptions<ModelsOptions>;
