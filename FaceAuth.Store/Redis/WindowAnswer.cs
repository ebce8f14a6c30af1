namespace FaceAuth.Store.Redis;

/// <summary>What all nodes' counts come to.</summary>
/// <param name="IsAllowed">Whether there was room.</param>
/// <param name="Wait">Otherwise, when there is.</param>
/// <param name="Reset">The key's last reset; 0 for none.</param>
internal readonly record struct WindowAnswer(bool IsAllowed, TimeSpan Wait, long Reset);
