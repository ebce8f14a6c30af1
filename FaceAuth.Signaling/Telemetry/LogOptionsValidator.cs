using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Telemetry;

/// <summary>Checks <see cref="LogOptions"/>; written by the compiler.</summary>
[OptionsValidator]
internal sealed partial class LogOptionsValidator : IValidateOptions<LogOptions>;
