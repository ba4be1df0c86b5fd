// Firmware for QEMU's microvm: asks QEMU for what it has loaded, and enters it by PVH. No devices, no
// tables, no initial files. An emulator translates a tenth of the code that it does for qboot.
// Tools/firmware/make puts it into the runner.
//
// The last 512 bytes below 4 GiB, where the processor starts. All it writes lies in the first 64 KiB of
// memory, of which the kernel it enters may take what the start info does not name.
//
// Source: QEMU, docs/specs/fw_cfg.rst and include/standard-headers/linux/qemu_fw_cfg.h; Xen, "x86/HVM
// direct boot ABI"; Intel SDM volume 3, section 10.1.4, on the first instruction.

.set start_info, 0x1000
.set memory_map, 0x1040
.set answer, 0x1ff0            // a number that was asked for
.set request, 0x2000           // what the device is asked: what and how, how much, where to
.set files, 0x3000             // the device's directory
.set files_end, files + 4 + 64 * 64
.set ranges, 0x5000            // its memory map
.set command_line, 0x6000

// What the device holds.
.set kernel_entry, 0x10
.set command_line_size, 0x14
.set command_line_data, 0x15
.set file_directory, 0x19

.text
.code32
.globl protected
protected:
  movl $16, %eax
  movl %eax, %ds
  movl %eax, %es
  movl %eax, %ss
  movl $start_info, %esp

  movl $command_line_size, %eax
  call number
  movl %eax, %ecx
  movl $command_line_data, %eax
  movl $command_line, %edi
  call fetch

  movl $file_directory, %eax
  movl $(files_end - files), %ecx
  movl $files, %edi
  call fetch
  movl $(files + 4), %esi
find:
  cmpl $0x2f637465, 8(%esi)    // "etc/e820"
  jne 1f
  cmpl $0x30323865, 12(%esi)
  je found
1:
  addl $64, %esi
  cmpl $files_end, %esi
  jb find
  hlt
found:
  movl (%esi), %ecx
  bswapl %ecx
  movl %ecx, %ebp
  movzwl 4(%esi), %eax
  xchgb %al, %ah
  movl $ranges, %edi
  call fetch

  // The start info: all zero but its magic number and what is set below.
  xorl %eax, %eax
  movl $start_info, %ebx
  movl %ebx, %edi
  movl $(memory_map - start_info) / 4, %ecx
  rep stosl
  movl $0x336ec578, (%ebx)
  incl 4(%ebx)                 // version 1
  movl $command_line, 24(%ebx)
  movl %edi, 40(%ebx)          // the memory map lies behind it

  // Entries of 20 bytes become entries of 24.
  movl $ranges, %esi
  addl %esi, %ebp
entry:
  incl 48(%ebx)
  movl (%esi), %edx
  orl 4(%esi), %edx
  jne 2f
  // Memory from 0 on: from 640 KiB to 1 MiB there is none, whatever QEMU says.
  stosl
  stosl
  movl $0xa0000, (%edi)
  movl %eax, 4(%edi)
  movl $1, 8(%edi)
  movl %eax, 12(%edi)
  addl $16, %edi
  incl 48(%ebx)
  movl $0x100000, %edx
  movl %edx, (%esi)
  subl %edx, 8(%esi)
  sbbl %eax, 12(%esi)
2:
  .rept 5
  movsl
  .endr
  stosl
  cmpl %ebp, %esi
  jb entry

  movl $kernel_entry, %eax
  call number
  jmp *%eax

// Asks for a number. In: eax what. Out: eax.
number:
  movl $4, %ecx
  movl $answer, %edi
  call fetch
  movl answer, %eax
  ret

// Asks for bytes, which are there when it returns. In: eax what, ecx how many, edi where to.
fetch:
  shll $16, %eax
  orl $0x0a, %eax              // select, read
  bswapl %eax
  bswapl %ecx
  bswapl %edi
  movl %eax, request
  movl %ecx, request + 4
  movl $0, request + 8
  movl %edi, request + 12
  movl $0x00200000, %eax       // the request's address; the device reads numbers backwards
  movw $0x518, %dx
  outl %eax, %dx
3:
  cmpl $0, request
  jne 3b
  ret

.balign 8
segments:
  .quad 0, 0x00cf9a000000ffff, 0x00cf92000000ffff
segment_table:
  .word 23
  .long segments

.code16
real:
  lgdtl %cs:(segment_table - 0xffff0000)
  movl $0x11, %eax             // protected mode
  movl %eax, %cr0
  ljmpl $8, $protected

.org 0x1f0
  jmp real
.org 0x200
