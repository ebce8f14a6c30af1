using Microsoft.Extensions.Options;

namespace FaceAuth.Store;

/// <summary>Checks <see cref="StoreOptions"/>; written by the compiler.</summary>
[OptionsValidator]
internal sealed partial class StoreOptionsValidator : IValidateOptions<StoreOptions>;
