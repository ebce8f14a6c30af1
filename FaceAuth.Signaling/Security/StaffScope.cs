namespace FaceAuth.Signaling.Security;

/// <summary>Who of the staff asked for what is being done, for the audit; it flows with the work.</summary>
internal static class StaffScope
{
    static readonly AsyncLocal<string?> Flowing = new();
    static readonly AsyncLocal<bool> IsOwn = new();

    /// <summary>"user:ID", or "operator" for the key and for commands.</summary>
    public static string Actor => Flowing.Value ?? Staff.Operator.Actor;

    /// <summary>As <see cref="Actor"/>; a user's own name where it is they who do it.</summary>
    public static string ActorOr(string owner) => IsOwn.Value ? owner : Actor;

    /// <summary>What is done from here on is done by the one it is about.</summary>
    public static void TakeOwn() => IsOwn.Value = true;

    /// <summary>Lets who it is flow with what its caller, an async method, does from here on.</summary>
    public static void Take(Staff staff) => Flowing.Value = staff.Actor;

    /// <summary>Behind authorization, which knows who it is.</summary>
    public static void UseStaffScope(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        Flowing.Value = Staff.Of(context.User)?.Actor;
        await next(context);
    });
}
