namespace FaceAuth.Signaling.Admin.Settings;

/// <summary>A setting in force.</summary>
/// <param name="Name">"Section:Name".</param>
/// <param name="Value">Its value; a word in place of a secret.</param>
/// <param name="Source">Where it was said; null where nothing says it and the default counts.</param>
/// <param name="IsSecret">Whether the value is kept back.</param>
internal sealed record SettingLine(string Name, string Value, string? Source, bool IsSecret);
