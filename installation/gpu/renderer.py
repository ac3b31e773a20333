"""What draws: a GPU, or the CPU in its place."""

SOFTWARE_RENDERERS = ("llvmpipe", "softpipe", "swrast", "swiftshader", "gdi generic", "microsoft basic render")


def is_software(renderer: str) -> bool:
    """Tell whether the CPU draws, by the renderer's name (GL_RENDERER)."""
    return any(name in renderer.lower() for name in SOFTWARE_RENDERERS)
