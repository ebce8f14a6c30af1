using Microsoft.Extensions.Options;

namespace FaceAuth.Media.Sctp;

/// <summary>Checks <see cref="SctpOptions"/>; written by the compiler.</summary>
[OptionsValidator]
internal sealed partial class SctpOptionsValidator : IValidateOptions<SctpOptions>;
