namespace FaceAuth.Pipeline.Runs;

/// <summary>Steps of an end that go on whatever breaks.</summary>
internal static class Quietly
{
    /// <summary>Does a step; never throws.</summary>
    public static void Do(Action step)
    {
        try
        {
            step();
        }
#pragma warning disable CA1031 // what broke once may break again, and the run ends all the same
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }
}
