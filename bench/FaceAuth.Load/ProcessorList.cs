using System.Globalization;

namespace FaceAuth.Load;

/// <summary>Numbers of processors, in the notation of <c>taskset -c</c> and of /proc: "0", "0,2-3".</summary>
internal sealed class ProcessorList
{
    const int MaxNumber = 4095;

    readonly SortedSet<int> _numbers;

    ProcessorList(SortedSet<int> numbers) => _numbers = numbers;

    /// <summary>How many.</summary>
    public int Count => _numbers.Count;

    /// <summary>The first of them alone.</summary>
    public ProcessorList First => new([_numbers.Min]);

    /// <summary>Those that this process may use.</summary>
    public static ProcessorList Allowed
    {
        get
        {
            const string key = "Cpus_allowed_list:";
            var line = File.Exists("/proc/self/status")
                ? File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))
                : null;
            return TryParse(line?[key.Length..], out var allowed) ? allowed : new([.. Enumerable.Range(0, Environment.ProcessorCount)]);
        }
    }

    /// <summary>Reads a list; false for an empty one and for numbers above 4095.</summary>
    public static bool TryParse(string? text, out ProcessorList list)
    {
        var numbers = new SortedSet<int>();
        list = new(numbers);
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.TrimEntries))
        {
            var ends = part.Split('-');
            if (ends.Length > 2 || !TryNumber(ends[0], out var from) || !TryNumber(ends[^1], out var to) || to < from) return false;
            for (var number = from; number <= to; number++) numbers.Add(number);
        }

        return true;
    }

    /// <summary>Those that are not in <paramref name="others"/>.</summary>
    public ProcessorList Except(ProcessorList others) => new([.. _numbers.Except(others._numbers)]);

    /// <inheritdoc/>
    public override string ToString()
    {
        var parts = new List<string>();
        foreach (var number in _numbers)
        {
            if (_numbers.Contains(number - 1)) continue;
            var last = number;
            while (_numbers.Contains(last + 1)) last++;
            parts.Add(last == number ? $"{number}" : $"{number}-{last}");
        }

        return string.Join(',', parts);
    }

    static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= MaxNumber;
}
