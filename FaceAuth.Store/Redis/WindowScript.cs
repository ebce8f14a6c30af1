using FaceAuth.Store.Shared;
using StackExchange.Redis;

namespace FaceAuth.Store.Redis;

/// <summary>Adds up what each node counted for one key, atomically.</summary>
/// <remarks>
/// A key is a hash with a field for each node: how many, until when, and the version of the node's state. A node writes what it counts and
/// never adds to it: a call whose answer was lost may be repeated, or come late, and nothing is counted twice; after a flush each node's
/// next call puts its own back. Times are Redis's own.
/// </remarks>
internal static class WindowScript
{
    // KEYS: the key. ARGV: node, version, count, milliseconds left, most, 1 to take or 0 to look.
    const string Tell = """
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        local version, count = tonumber(ARGV[2]), tonumber(ARGV[3])
        local most, take = tonumber(ARGV[5]), tonumber(ARGV[6])
        local ends, last, total, stored, windows = now + ARGV[4], 0, 0, -1, {}
        local othersEnd = now
        local fields = redis.pcall('HGETALL', KEYS[1])
        if fields.err then
          -- of another kind, and so none of ours: every node puts its own back
          redis.call('DEL', KEYS[1])
          fields = {}
        end
        for i = 1, #fields, 2 do
          local c, e, v = string.match(fields[i + 1], '^(%d+) (%d+) (%d+)$')
          c, e, v = tonumber(c), tonumber(e), tonumber(v)
          if e == nil or e <= now then
            redis.call('HDEL', KEYS[1], fields[i])
          else
            last = math.max(last, e)
            if fields[i] == ARGV[1] then
              stored = v
            else
              total = total + c
              othersEnd = math.max(othersEnd, e)
              windows[#windows + 1] = { c, e }
            end
          end
        end
        local ok = total + count - take < most
        if not ok then count = count - take end
        if version > 0 and version > stored then
          if count > 0 then
            redis.call('HSET', KEYS[1], ARGV[1], string.format('%d %.0f %.0f', count, ends, version))
            last = math.max(last, ends)
          else
            redis.call('HDEL', KEYS[1], ARGV[1])
          end
        end
        if last > 0 then redis.call('PEXPIREAT', KEYS[1], string.format('%.0f', last)) end
        local others, wait = total, 0
        if not ok then
          if count > 0 then windows[#windows + 1] = { count, ends } end
          table.sort(windows, function(a, b) return a[2] < b[2] end)
          total = total + count
          for i = 1, #windows do
            wait = windows[i][2] - now
            total = total - windows[i][1]
            if total < most then break end
          end
        end
        return { ok and 1 or 0, wait, others, othersEnd - now }
        """;

    /// <summary>Tells what a node counts and learns whether there is room among all.</summary>
    /// <param name="database">Where.</param>
    /// <param name="key">The key.</param>
    /// <param name="node">The node.</param>
    /// <param name="state">What it counts, with the one to be taken.</param>
    /// <param name="most">How many are allowed.</param>
    /// <param name="isTaking">Whether the state's last one is taken back if there is no room; else room for one more is looked for.</param>
    public static async Task<WindowAnswer> TellAsync(
        IDatabase database, string key, Guid node, WindowState state, int most, bool isTaking)
    {
        var left = (long)Math.Ceiling(state.Left.TotalMilliseconds);
        var answer = (RedisResult[])(await database.ScriptEvaluateAsync(Tell, [key],
            [node.ToString("N"), state.Version, state.Count, left, most, isTaking ? 1 : 0]))!;
        return new((int)answer[0] == 1, TimeSpan.FromMilliseconds((long)answer[1]),
            new((int)answer[2], TimeSpan.FromMilliseconds((long)answer[3])));
    }
}
