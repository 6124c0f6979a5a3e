// Buffers on the stack are written before they are read; clearing two kilobytes for each small document would cost more than reading it.
[module: System.Runtime.CompilerServices.SkipLocalsInit]
