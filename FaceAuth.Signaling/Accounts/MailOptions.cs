using System.ComponentModel.DataAnnotations;
using FaceAuth.Signaling.Security;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Accounts;

/// <summary>How the connection to the mail server is protected.</summary>
internal enum MailSecurity
{
    /// <summary>By STARTTLS, which it must offer.</summary>
    StartTls,

    /// <summary>By TLS from the first byte, as on port 465.</summary>
    Tls,

    /// <summary>Not at all: for a mail server on the same machine.</summary>
    None,
}

/// <summary>The mail server that links for forgotten passwords go out by. Section "Mail".</summary>
internal sealed record MailOptions
{
    /// <summary>Its name. None by default: no mail is sent, and the operator makes links.</summary>
    public string? Host { get; init; }

    /// <summary>Its port. 1–65535, default 587.</summary>
    [Range(1, 65535)] public int Port { get; init; } = 587;

    /// <summary>StartTls, Tls or None. Default StartTls.</summary>
    [EnumDataType(typeof(MailSecurity))] public MailSecurity Security { get; init; } = MailSecurity.StartTls;

    /// <summary>Who signs in there. None by default.</summary>
    public string? User { get; init; }

    /// <summary>With which password; by environment (<c>Mail__Password</c>).</summary>
    public string? Password { get; init; }

    /// <summary>The address that mails come from, such as "FaceAuth &lt;noreply@example.org&gt;".</summary>
    public string? From { get; init; }

    /// <summary>Whether mail is sent.</summary>
    public bool IsSet => !string.IsNullOrWhiteSpace(Host);

    /// <summary>Never prints the password.</summary>
    public override string ToString() =>
        $"MailOptions {{ Host = {Host}, Port = {Port}, Password = {(Password is null ? "none" : "‹private›")} }}";
}

/// <summary>Checks the ranges of <see cref="MailOptions"/>; written by the compiler.</summary>
[OptionsValidator]
internal sealed partial class MailRangesValidator : IValidateOptions<MailOptions>;

/// <summary>Checks <see cref="MailOptions"/>: where mail is sent, from whom, and with which address of this server in it.</summary>
internal sealed class MailOptionsValidator(IOptions<WebOptions> web) : IValidateOptions<MailOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, MailOptions options)
    {
        var ranges = new MailRangesValidator().Validate(name, options);
        if (ranges.Failed || !options.IsSet) return ranges;
        var faults = new List<string>();
        if (!MimeKit.MailboxAddress.TryParse(options.From, out _))
            faults.Add("Mail:From: set the address that mails come from, such as noreply@example.org.");
        if (web.Value.PublicAddress.Length == 0)
            faults.Add("Web:PublicAddress: mails name the server by it; set it to https://… as browsers reach it.");
        if (options is { User: not null, Security: MailSecurity.None })
            faults.Add("Mail:Security: with None the password of Mail:User would be sent in clear; set StartTls or Tls.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
