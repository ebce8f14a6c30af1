using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Security;

/// <summary>How the operator is known on the API. Section "Operator".</summary>
/// <remarks>With neither set nobody is, and what is the operator's is closed.</remarks>
internal sealed record OperatorOptions
{
    /// <summary>Characters that a key must have: random ones in hexadecimal or base64, so that nobody guesses it.</summary>
    public const int Shortest = 32;

    /// <summary>The key itself; for secrets handed in by environment (<c>Operator__Key</c>). Wins over <see cref="KeyFile"/>.</summary>
    public string? Key { get; init; }

    /// <summary>Path of a file that holds it.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Never prints the key.</summary>
    public override string ToString() => $"OperatorOptions {{ Key = {(Key is null ? "none" : "‹private›")}, KeyFile = {KeyFile} }}";
}

/// <summary>Checks <see cref="OperatorOptions"/> at start, the file too.</summary>
internal sealed class OperatorOptionsValidator : IValidateOptions<OperatorOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, OperatorOptions options)
    {
        if (options.Key is null && options.KeyFile is null) return ValidateOptionsResult.Success;
        var from = options.Key is null ? $"Operator:KeyFile ({options.KeyFile})" : "Operator:Key";
        try
        {
            return OperatorKey.Read(options)!.Length >= OperatorOptions.Shortest ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(
                    $"{from} has fewer than {OperatorOptions.Shortest} characters. Make one with: openssl rand -hex 32");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return ValidateOptionsResult.Fail($"{from} cannot be read: {fault.Message} Name a file that holds the operator's key.");
        }
    }
}
