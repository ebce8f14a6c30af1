using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Accounts;

/// <summary>Who may have an account. Section "Accounts".</summary>
internal sealed record AccountOptions
{
    /// <summary>Whether anybody may register an account. Default Open.</summary>
    /// <remarks>Closed ends that and nothing else: accounts there are sign in as before.</remarks>
    [EnumDataType(typeof(Registration))] public Registration Registration { get; init; } = Registration.Open;

    /// <summary>Words of this place that no password is made of, such as the company's name. At most 1000, none by default.</summary>
    /// <remarks>With less than five characters beside one, a password is refused. The product's and the server's names are known.</remarks>
    [MaxLength(1000)] public IReadOnlyList<string> PlaceWords { get; init; } = [];
}

/// <summary>Checks <see cref="AccountOptions"/>; written by the compiler.</summary>
[OptionsValidator]
internal sealed partial class AccountOptionsValidator : IValidateOptions<AccountOptions>;
