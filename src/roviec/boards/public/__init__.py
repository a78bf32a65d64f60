"""Pages for the public, written as files: nobody's request reaches the application."""
