namespace FaceAuth.Signaling.Jobs;

/// <summary>This process among those that share a database; no two bear the same name, not even one after the other.</summary>
/// <param name="Name">At most 100 characters.</param>
internal sealed record JobNode(string Name)
{
    const int MachineMost = 60;

    public static JobNode Own()
    {
        var machine = Environment.MachineName;
        return new($"{machine[..Math.Min(machine.Length, MachineMost)]}-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..8]}");
    }
}
