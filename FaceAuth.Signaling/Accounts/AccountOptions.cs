using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Accounts;

/// <summary>Who may have an account. Section "Accounts".</summary>
internal sealed record AccountOptions
{
    /// <summary>Whether anybody may register an account. Default Open.</summary>
    /// <remarks>Closed ends that and nothing else: accounts there are sign in as before.</remarks>
    [EnumDataType(typeof(Registration))] public Registration Registration { get; init; } = Registration.Open;
}

/// <summary>Checks <see cref="AccountOptions"/>; written by the compiler.</summary>
[OptionsValidator]
internal sealed partial class AccountOptionsValidator : IValidateOptions<AccountOptions>;
