using FaceAuth.Signaling.Accounts;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Signaling.Verdicts;
using FaceAuth.Store.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Hosting;

/// <summary>Accounts' services, for the server and for commands.</summary>
internal static class AccountServices
{
    /// <summary>Accounts of people who sign in; needs the store.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddChecked<AccountOptions, AccountOptionsValidator>("Accounts");
        services.AddScoped<Credentials>().AddSingleton<PlaceWords>().AddSingleton<PasswordTurns>();
        services.AddIdentityCore<FaceAuthUser>(AccountRules.Apply);
        return services;
    }

    /// <summary>Accounts, and what the staff does with them, for a command; needs the store.</summary>
    public static IServiceCollection AddAccountAdmin(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddChecked<SignalingOptions, SignalingOptionsValidator>("Signaling");
        services.AddChecked<WebOptions, WebOptionsValidator>("Web");
        services.AddSingleton<SignalingMetrics>().AddSingleton<TokenIssuer>().AddSingleton<ReceiptSigner>().AddSingleton<SubjectErasure>();
        return services.AddAuditSigner().AddAccounts().AddScoped<AccountAdmin>();
    }

    /// <summary>Signing in and staying signed in, and what a user does with their account.</summary>
    public static IServiceCollection AddSignIns(this IServiceCollection services)
    {
        services.AddChecked<UserTokenOptions, UserTokenOptionsValidator>("Tokens");
        services.AddSingleton<UserTokens>().AddSingleton<AccountStanding>();
        services.AddScoped<SignIns>().AddScoped<PasswordProofs>().AddScoped<PasswordChange>();
        services.AddScoped<AccountAdmin>().AddScoped<AccountDesk>();
        return services.AddPasskeys().AddResetMails();
    }

    /// <summary>ASP.NET Core Identity's passkeys, bound to the server's name.</summary>
    static IServiceCollection AddPasskeys(this IServiceCollection services)
    {
        services.AddSingleton<IConfigureOptions<IdentityPasskeyOptions>, PasskeyRules>();
        services.AddScoped<IPasskeyHandler<FaceAuthUser>, PasskeyHandler<FaceAuthUser>>();
        return services.AddScoped<PasskeySignIn>().AddScoped<OwnPasskeys>().AddSingleton<PasskeyQuestions>();
    }

    /// <summary>Mails for forgotten passwords, where a mail server is set.</summary>
    static IServiceCollection AddResetMails(this IServiceCollection services)
    {
        services.AddChecked<MailOptions, MailOptionsValidator>("Mail");
        services.AddSingleton<MailSender>().AddSingleton<AccountMails>();
        return services.AddHostedService(provider => provider.GetRequiredService<AccountMails>());
    }
}
