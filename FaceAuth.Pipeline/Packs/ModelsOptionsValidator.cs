using Microsoft.Extensions.Options;

namespace FaceAuth.Pipeline.Packs;

/// <summary>Checks <see cref="ModelsOptions"/>; written by the compiler.</summary>
[OptionsValidator]
internal sealed partial class ModelsOptionsValidator : IValidateOptions<ModelsOptions>;
