using MudBlazor;

namespace FaceAuth.Signaling.Admin.Shared;

/// <summary>The demo page's colours and the system's own letters, in both themes; texts have 4.5:1 and more on what is behind them.</summary>
internal static class ConsoleTheme
{
    static readonly string[] Letters =
        ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Noto Sans", "DejaVu Sans", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#1f7a6c",
            PrimaryContrastText = "#ffffff",
            Secondary = "#5d5330",
            Info = "#1d5f8a",
            Success = "#1f6b3a",
            Warning = "#8a5a00",
            Error = "#a8442f",
            Background = "#f3f5f4",
            Surface = "#ffffff",
            AppbarBackground = "#ffffff",
            AppbarText = "#17211f",
            DrawerBackground = "#ffffff",
            DrawerText = "#17211f",
            DrawerIcon = "#5b6a66",
            TextPrimary = "#17211f",
            TextSecondary = "#5b6a66",
            TextDisabled = "#5b6a66",
            LinesDefault = "#dfe5e3",
            LinesInputs = "#7d8b87",
            Divider = "#dfe5e3",
            ActionDefault = "#5b6a66",
            TableLines = "#dfe5e3",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#5fc3b0",
            PrimaryContrastText = "#0c1513",
            Secondary = "#cbbf97",
            Info = "#8fc7ec",
            Success = "#83d19b",
            Warning = "#e6b861",
            Error = "#ef9a84",
            Background = "#101615",
            Surface = "#18201f",
            AppbarBackground = "#18201f",
            AppbarText = "#e8eeec",
            DrawerBackground = "#18201f",
            DrawerText = "#e8eeec",
            DrawerIcon = "#9aaba6",
            TextPrimary = "#e8eeec",
            TextSecondary = "#9aaba6",
            TextDisabled = "#9aaba6",
            LinesDefault = "#2b3634",
            LinesInputs = "#6f7f7b",
            Divider = "#2b3634",
            ActionDefault = "#9aaba6",
            TableLines = "#2b3634",
            ErrorContrastText = "#2a0f08",
            SuccessContrastText = "#06210f",
            WarningContrastText = "#2a1a00",
            InfoContrastText = "#04202f",
        },
        Typography = new()
        {
            Default = new DefaultTypography { FontFamily = Letters },
            Button = new ButtonTypography { TextTransform = "none" },
        },
        LayoutProperties = new() { DefaultBorderRadius = "8px", DrawerWidthLeft = "240px" },
    };
}
