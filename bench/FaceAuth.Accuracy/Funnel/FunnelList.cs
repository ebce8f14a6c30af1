using System.Text;

namespace FaceAuth.Accuracy.Funnel;

/// <summary>Pictures lost and sessions refused, a line each.</summary>
internal static class FunnelList
{
    /// <summary>Lines of set, picture, gate, value, limit; and of set, session and start, "session", reasons.</summary>
    public static string Write(IReadOnlyList<FunnelSession> sessions, IReadOnlyList<FunnelResult> results)
    {
        var lines = new StringBuilder();
        foreach (var (session, result) in sessions.Zip(results))
        {
            foreach (var picture in result.Pictures.Where(picture => picture.Gate is not null))
            {
                lines.Append(FormattableString.Invariant(
                    $"{session.Set}\t{session.NameOf(picture.Index)}\t{picture.Gate}\t{picture.Value:0.####}\t{picture.Limit:0.####}\n"));
            }

            foreach (var trial in result.Trials.Where(trial => !trial.Accepted))
            {
                lines.Append(FormattableString.Invariant(
                    $"{session.Set}\t{session.Session.Name}@{trial.Start:0.##}\tsession\t{string.Join(",", trial.Reasons)}\t{trial.MostLostAt}\n"));
            }
        }

        return lines.ToString();
    }
}
