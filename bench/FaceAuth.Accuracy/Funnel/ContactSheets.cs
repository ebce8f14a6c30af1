using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FaceAuth.Accuracy.Pad;
using FaceAuth.Accuracy.Reports;
using FaceAuth.Frames;

namespace FaceAuth.Accuracy.Funnel;

/// <summary>Pictures that were lost, as one sheet a gate, the furthest from the limit first, and a page that shows them.</summary>
/// <remarks>They show faces: only the owner may read the folder.</remarks>
/// <param name="folder">Where to.</param>
internal sealed class ContactSheets(string folder)
{
    const UnixFileMode OwnFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    const int Most = 24;
    const int OfOnePerson = 2;   // pictures of one sitting are alike

    /// <summary>Makes the folder, before anything is measured.</summary>
    /// <exception cref="EvalException">It holds something, or cannot be made.</exception>
    public void Prepare()
    {
        try
        {
            if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
                throw new EvalException($"{folder} holds something already, and nothing is overwritten: name another folder with --sheet.");
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
                return;
            }

            Directory.CreateDirectory(folder, OwnFolder);
            File.SetUnixFileMode(folder, OwnFolder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvalException($"The folder {folder} cannot be made ({e.Message}).", e);
        }
    }

    /// <summary>Writes the sheets; returns how many.</summary>
    /// <param name="sessions">The sessions.</param>
    /// <param name="results">What came of each.</param>
    /// <param name="subject">Finds the person in a name.</param>
    /// <param name="frames">Reads the pictures again.</param>
    /// <exception cref="EvalException">They cannot be written.</exception>
    public int Write(
        IReadOnlyList<FunnelSession> sessions, IReadOnlyList<FunnelResult> results, Regex? subject, SessionFrames frames)
    {
        var page = new StringBuilder(Head);
        var sheets = 0;
        try
        {
            foreach (var gate in sessions.Zip(results)
                .SelectMany(pair => pair.Second.Pictures.Select(picture => (Session: pair.First, Picture: picture)))
                .Where(one => one.Picture.Gate is not null).GroupBy(one => one.Picture.Gate!).OrderByDescending(gate => gate.Count()))
            {
                var worst = gate.OrderByDescending(one => one.Picture.Excess)
                    .GroupBy(one => (one.Session.Set, FunnelSet.PersonOf(one.Session, one.Picture.Index, subject)))
                    .SelectMany(person => person.Take(OfOnePerson)).OrderByDescending(one => one.Picture.Excess).Take(Most).ToList();
                var file = $"{Regex.Replace(gate.Key, "[^a-z0-9]+", "-", RegexOptions.IgnoreCase)}.jpg";
                using (var sheet = new SheetCanvas(worst.Count))
                {
                    Draw(sheet, worst, frames);
                    Create(file, sheet.Encode());
                }

                Append(page, gate.Key, gate.Count(), file, worst);
                sheets++;
            }

            Create("index.html", Encoding.UTF8.GetBytes(page.Append("</body></html>\n").ToString()));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvalException($"The sheets cannot be written to {folder} ({e.Message}). The figures above stand.", e);
        }

        return sheets;
    }

    // each session's pictures in one go: a clip has to be read from its start
    static void Draw(SheetCanvas sheet, List<(FunnelSession Session, FunnelPicture Picture)> worst, SessionFrames frames)
    {
        foreach (var session in worst.Select((one, cell) => (one.Session, one.Picture, Cell: cell)).GroupBy(one => one.Session.Session))
        {
            foreach (var (frame, index) in Frames(session.Key, [.. session.Select(one => one.Picture.Index).Order()], frames))
            {
                using (frame)
                {
                    foreach (var one in session.Where(one => one.Picture.Index == index)) sheet.Draw(one.Cell, frame, one.Picture.Face);
                }
            }
        }
    }

    static IEnumerable<(VideoFrame Frame, int Index)> Frames(PadSession session, List<int> wanted, SessionFrames frames)
    {
        if (session.Clip is null)
        {
            var only = session with { Pictures = [.. wanted.Select(index => session.Pictures[index])] };
            return frames.Read(only, double.NegativeInfinity, double.PositiveInfinity, []).Select(read => (read.Frame, wanted[read.Index]));
        }

        return FromClip();

        IEnumerable<(VideoFrame Frame, int Index)> FromClip()
        {
            foreach (var (frame, _, index) in frames.Read(session, 0, double.PositiveInfinity, []))
            {
                if (wanted.Contains(index)) yield return (frame, index);
                else frame.Dispose();
                if (index == wanted[^1]) yield break;
            }
        }
    }

    void Create(string name, byte[] content)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnFile;
        using var file = new FileStream(Path.Combine(folder, name), options);
        file.Write(content);
    }

    // the page writes the captions below the cells, in the strip that the sheet leaves free
    static void Append(StringBuilder page, string gate, int lost, string file, List<(FunnelSession Session, FunnelPicture Picture)> worst)
    {
        page.Append(
            CultureInfo.InvariantCulture,
            $"<h2>{HtmlReport.Text(gate)}: {lost} pictures lost</h2>\n<div class=\"sheet\"><img src=\"{file}\" alt=\"\">\n");
        for (var cell = 0; cell < worst.Count; cell++)
        {
            var (session, picture) = worst[cell];
            var (left, top) = SheetCanvas.Caption(cell);
            var sign = picture.IsLeast ? "&lt;" : "&gt;";
            page.Append(
                CultureInfo.InvariantCulture,
                $"<p style=\"left:{left}px;top:{top}px\"><b>{FunnelReport.Number(picture.Value)} {sign} "
                + $"{FunnelReport.Number(picture.Limit)}</b> {HtmlReport.Text(session.NameOf(picture.Index))}</p>\n");
        }

        page.Append("</div>\n");
    }

    const string Head = """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>Where honest people are lost</title>
        <style>
        body{font:15px/1.4 system-ui,sans-serif;margin:1.5rem}
        .sheet{position:relative}.sheet img{display:block}
        .sheet p{position:absolute;width:236px;height:42px;margin:0;overflow:hidden;font-size:11px;line-height:1.2;color:#ddd;overflow-wrap:anywhere}
        </style></head><body>
        <h1>Where honest people are lost</h1>
        <p>The furthest from the limit first, at most two of a person.</p>

        """;
}
