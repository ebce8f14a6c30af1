using FaceAuth.Signaling.Admin.Shared;
using MudBlazor;

namespace FaceAuth.Signaling.Admin.Parts;

/// <summary>Asks before what ends something, and says what will be gone.</summary>
internal static class Asking
{
    public static async Task<bool> IsSureAsync(
        this IDialogService dialogs, string title, string text, IReadOnlyList<string> gone, string stays, string act, string? toType = null)
    {
        var parameters = new DialogParameters<SureDialog>
        {
            { dialog => dialog.Title, title }, { dialog => dialog.Text, text }, { dialog => dialog.Gone, gone },
            { dialog => dialog.Stays, stays }, { dialog => dialog.Act, act }, { dialog => dialog.ToType, toType },
        };
        var shown = await dialogs.ShowAsync<SureDialog>(null, parameters);
        return await shown.Result is { Canceled: false };
    }
}
