using FaceAuth.Store.Shared;

namespace FaceAuth.Store.Redis;

/// <summary>What all nodes' counts come to.</summary>
/// <param name="IsAllowed">Whether there was room.</param>
/// <param name="Wait">Otherwise, when there is.</param>
/// <param name="Heard">What the other nodes counted.</param>
internal readonly record struct WindowAnswer(bool IsAllowed, TimeSpan Wait, WindowsHeard Heard);
