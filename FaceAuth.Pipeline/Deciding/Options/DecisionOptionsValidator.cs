using Microsoft.Extensions.Options;

namespace FaceAuth.Pipeline.Deciding.Options;

/// <summary>Checks <see cref="DecisionOptions"/> and what it holds; written by the compiler.</summary>
[OptionsValidator]
internal sealed partial class DecisionOptionsValidator : IValidateOptions<DecisionOptions>;
