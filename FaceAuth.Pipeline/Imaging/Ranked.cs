namespace FaceAuth.Pipeline.Imaging;

/// <summary>Picks a value by its rank without sorting the others.</summary>
internal static class Ranked
{
    /// <summary>
    /// The value that would stand at <paramref name="rank"/> if <paramref name="values"/> were sorted; reorders them
    /// (Hoare's quickselect). Allocates nothing; no value may be NaN.
    /// </summary>
    public static float Select(Span<float> values, int rank)
    {
        var (low, high) = (0, values.Length - 1);
        while (low < high)
        {
            var pivot = values[rank];
            var (left, right) = (low, high);
            while (left <= right)
            {
                while (values[left] < pivot) left++;
                while (values[right] > pivot) right--;
                if (left > right) break;
                (values[left], values[right]) = (values[right], values[left]);
                left++;
                right--;
            }

            if (right < rank) low = left;
            if (left > rank) high = right;
        }

        return values[rank];
    }
}
