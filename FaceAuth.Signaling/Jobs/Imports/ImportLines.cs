using System.Text;

namespace FaceAuth.Signaling.Jobs.Imports;

/// <summary>Reads a list of photos, a line at a time and no line without an end.</summary>
internal static class ImportLines
{
    /// <summary>Characters of a line: a path, a name and a group, and to spare.</summary>
    public const int MostInLine = 8192;

    /// <summary>What the lines name, in their order; blank ones and a heading name nothing.</summary>
    /// <exception cref="JobException">A line makes no sense.</exception>
    public static IEnumerable<ImportItem> Read(TextReader text, CancellationToken cancellation) =>
        LinesOf(text, cancellation).Select(ItemOf).OfType<ImportItem>();

    static IEnumerable<string> LinesOf(TextReader text, CancellationToken cancellation)
    {
        var (buffer, line) = (new char[MostInLine], new StringBuilder());
        var (number, isAfterReturn) = (1L, false);
        for (int read; (read = text.Read(buffer)) > 0;)
        {
            for (var i = 0; i < read; i++)
            {
                var isSecond = isAfterReturn && buffer[i] == '\n';   // of CR LF
                isAfterReturn = buffer[i] == '\r';
                if (isSecond) continue;
                if (buffer[i] is not ('\r' or '\n'))
                {
                    if (line.Length == MostInLine)
                        throw new JobException($"Line {number} of the list has more than {MostInLine} characters.");
                    line.Append(buffer[i]);
                    continue;
                }

                cancellation.ThrowIfCancellationRequested();
                yield return line.ToString();
                line.Clear();
                number++;
            }
        }

        if (line.Length > 0) yield return line.ToString();
    }

    static ImportItem? ItemOf(string line, int index)
    {
        var fields = Split(line);
        if (line.AsSpan().Trim().IsEmpty || (index == 0 && fields[0].Equals("path", StringComparison.OrdinalIgnoreCase))) return null;
        if (fields.Count is not (2 or 3))
            throw new JobException($"Line {index + 1} of the list is not path,subject or path,subject,group.");
        if (Path.IsPathRooted(fields[0]) || fields[0].Split('/', '\\').Contains(".."))
            throw new JobException($"Line {index + 1} of the list names a file that is not below the list's folder.");
        return new(fields[0], fields[1], fields.ElementAtOrDefault(2) is { Length: > 0 } group ? group : null);
    }

    /// <summary>Fields between commas; one in quotation marks may have commas in it, and two marks for one.</summary>
    /// <remarks>RFC 4180, but for fields of several lines.</remarks>
    static List<string> Split(string line)
    {
        var (fields, field, isQuoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && isQuoted && i + 1 < line.Length && line[i + 1] == '"') field.Append(line[++i]);
            else if (line[i] == '"') isQuoted = !isQuoted;
            else if (line[i] != ',' || isQuoted) field.Append(line[i]);
            else
            {
                fields.Add(field.ToString().Trim());
                field.Clear();
            }
        }

        fields.Add(field.ToString().Trim());
        return fields;
    }
}
