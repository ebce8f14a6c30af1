using FaceAuth.Signaling.Hosting;

namespace FaceAuth.Signaling.Commands.Doctor;

/// <summary>Settings that do not exist, and so have no effect.</summary>
internal static class SettingChecks
{
    public static IReadOnlyList<Finding> Run(IConfiguration configuration)
    {
        var unknown = UnknownSettings.Find(configuration).Select(one =>
            Finding.Note("settings", $"There is no setting {one.Name}, which stands in {one.Source}: {one.Fault}.")).ToList();
        return unknown.Count > 0 ? unknown : [Finding.Ok("settings", "All can be read.")];
    }
}
