using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace FaceAuth.Signaling.Admin.Shared;

/// <summary>Draws the same content once, however often what is around it is drawn anew.</summary>
/// <remarks>A page that is drawn with its layout gets its parameters again: it would load again, and forget what was typed.</remarks>
public sealed class Steady : ComponentBase
{
    RenderFragment? _drawn;

    /// <summary>What stands here; another one is drawn.</summary>
    [Parameter, EditorRequired] public RenderFragment? ChildContent { get; set; }

    /// <inheritdoc/>
    protected override bool ShouldRender() => !ReferenceEquals(_drawn, ChildContent);

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        _drawn = ChildContent;
        builder.AddContent(0, ChildContent);
    }
}
