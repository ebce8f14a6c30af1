using Microsoft.Extensions.Options;

namespace FaceAuth.Media.DataChannels;

/// <summary>Checks <see cref="DataChannelOptions"/>; written by the compiler.</summary>
[OptionsValidator]
internal sealed partial class DataChannelOptionsValidator : IValidateOptions<DataChannelOptions>;
