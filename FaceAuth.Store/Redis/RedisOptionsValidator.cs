using Microsoft.Extensions.Options;

namespace FaceAuth.Store.Redis;

/// <summary>Checks <see cref="RedisOptions"/>; written by the compiler.</summary>
[OptionsValidator]
internal sealed partial class RedisOptionsValidator : IValidateOptions<RedisOptions>;
