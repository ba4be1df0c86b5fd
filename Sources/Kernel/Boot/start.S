// Entry of the image: PVH and Multiboot 2 (both start in 32-bit protected mode, paging off), into
// 64-bit mode and to main.
//
// Source: Xen, "x86/HVM direct boot ABI"; Multiboot2 Specification 2.0, sections 3.1 and 3.3; Intel
// SDM volume 3, section 10.8.5.

.section .note.pvh, "a", @note
.balign 4
  .long 4                      // size of the name
  .long 4                      // size of the value
  .long 18                     // XEN_ELFNOTE_PHYS32_ENTRY
  .asciz "Xen"
  .long boot_entry

// A boot loader finds this in the first 32 KiB of the file. It loads the ELF's segments where they
// want to be and enters at the ELF's entry, for which it needs no word of ours.
.section .multiboot2, "a"
.balign 8
multiboot2_header:
  .long 0xe85250d6
  .long 0                      // 32-bit protected mode
  .long multiboot2_header_end - multiboot2_header
  .long -(0xe85250d6 + (multiboot2_header_end - multiboot2_header))
  // Wanted, but we can do without: command line, memory map, the ACPI pointer, old and new.
  .word 1, 1
  .long 24
  .long 1, 6, 14, 15
  .word 0, 0                   // the end
  .long 8
multiboot2_header_end:

.section .text.boot, "ax"
.code32
.globl boot_entry
// In: eax holds 0x36d76289 if the loader speaks Multiboot 2, ebx the physical address of what it has
// to say; flat segments; interrupts off; no stack.
boot_entry:
  cld
  movl %eax, boot_magic
  rdtsc
  movl %eax, boot_timestamp
  movl %edx, boot_timestamp + 4
  movl %ebx, boot_start_info
  movl $boot_stack_end, %esp

  // Page tables: the first 4 GiB onto itself in 2 MiB pages; the kernel refines them later.
  movl $boot_page_directory_pointers + 3, boot_page_map
  movl $boot_page_directories + 3, %eax
  movl $boot_page_directory_pointers, %edi
  movl $4, %ecx
1:
  movl %eax, (%edi)
  addl $4096, %eax
  addl $8, %edi
  loop 1b
  movl $0x83, %eax             // present, writable, 2 MiB
  movl $boot_page_directories, %edi
  movl $2048, %ecx
2:
  movl %eax, (%edi)
  addl $0x200000, %eax
  addl $8, %edi
  loop 2b

  movl $boot_page_map, %eax
  movl %eax, %cr3
  movl $0x620, %eax            // PAE, OSFXSR, OSXMMEXCPT
  movl %eax, %cr4
  movl $0xc0000080, %ecx       // EFER
  rdmsr
  orl $0x900, %eax             // LME, NXE
  wrmsr
  movl $0x80010033, %eax       // PG, WP, NE, ET, MP, PE
  movl %eax, %cr0
  lgdt boot_gdt_pointer
  ljmp $0x08, $boot_long_mode

.code64
// In: 64-bit mode, the boot stack; the stack segment is the boot loader's until the kernel loads its own
// (SegmentTable says why not none). Never returns.
boot_long_mode:
  xorl %eax, %eax
  movl %eax, %ds
  movl %eax, %es
  movl %eax, %fs
  movl %eax, %gs
  movl %esp, %esp              // what the upper half holds nobody says
  // A zero return address and frame pointer mark the outermost frame for stack walks.
  pushq $0
  pushq $0
  xorl %ebp, %ebp
  xorl %edi, %edi
  xorl %esi, %esi
  call main
3:
  cli
  hlt
  jmp 3b

// The entry of every tool that the image was linked without: Tools/kernel.ld.
.globl kernel_no_tool
kernel_no_tool:
  ret

.section .rodata, "a"
.balign 8
boot_gdt:
  .quad 0
  .quad 0x00af9b000000ffff     // 64-bit code, ring 0
boot_gdt_pointer:
  .word boot_gdt_pointer - boot_gdt - 1
  .long boot_gdt

.section .data
.balign 8
.globl boot_magic, boot_start_info, boot_timestamp
boot_magic: .quad 0
boot_start_info: .quad 0
boot_timestamp: .quad 0

.section .tables, "aw", @nobits
.balign 4096
.globl boot_page_map, boot_page_directories, boot_page_tables
.globl boot_segment_table, boot_interrupt_table
boot_page_map: .skip 4096
boot_page_directory_pointers: .skip 4096
boot_page_directories: .skip 4 * 4096
boot_page_tables: .skip 2 * 4096
boot_interrupt_table: .skip 4096
boot_segment_table: .skip 256
.balign 16
.globl kernel_statistics
kernel_statistics: .skip 256
.globl kernel_heap
kernel_heap: .skip 2048

// Stacks lie above one page each that is never mapped.
.section .stacks, "aw", @nobits
.balign 4096
.globl boot_stack_guard, boot_stack_end, fault_stack_guard, fault_stack_end
.globl interrupt_stack_guard, interrupt_stack_end
boot_stack_guard: .skip 4096
  .skip 65536
boot_stack_end:
interrupt_stack_guard: .skip 4096
  .skip 16384
interrupt_stack_end:
fault_stack_guard: .skip 4096
  .skip 16384
fault_stack_end:
