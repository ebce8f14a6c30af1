using Microsoft.Extensions.Options;

namespace FaceAuth.Media.Dtls;

/// <summary>Checks <see cref="DtlsOptions"/>; written by the compiler.</summary>
[OptionsValidator]
internal sealed partial class DtlsOptionsValidator : IValidateOptions<DtlsOptions>;
