// The two functions of the C++ library that the Swift runtime's sets of task-local values call. The
// trees hold a few keys each, so they are not balanced; every node but the header has colour 1.

#include <stdbool.h>

struct tree_node {
  int colour;
  struct tree_node *parent, *left, *right;
};

/// Inserts a node below its parent and keeps the header's leftmost, rightmost and root.
void insert_and_rebalance(bool left, struct tree_node *node, struct tree_node *parent,
                          struct tree_node *header)
    __asm__("_ZSt29_Rb_tree_insert_and_rebalancebPSt18_Rb_tree_node_baseS0_RS_");

void insert_and_rebalance(bool left, struct tree_node *node, struct tree_node *parent,
                          struct tree_node *header) {
  node->parent = parent;
  node->left = node->right = 0;
  node->colour = 1;
  if (left) {
    parent->left = node;
    if (parent == header) {
      header->parent = node;
      header->right = node;
    } else if (parent == header->left) {
      header->left = node;
    }
  } else {
    parent->right = node;
    if (parent == header->right) header->right = node;
  }
}

/// The node before a node; the rightmost one if the node is the header.
struct tree_node *decrement(struct tree_node *node)
    __asm__("_ZSt18_Rb_tree_decrementPSt18_Rb_tree_node_base");

struct tree_node *decrement(struct tree_node *node) {
  // The header alone is of colour 0: its right child is the rightmost node.
  if (node->colour == 0) return node->right;
  if (node->left) {
    struct tree_node *child = node->left;
    while (child->right) child = child->right;
    return child;
  }
  struct tree_node *parent = node->parent;
  while (node == parent->left) {
    node = parent;
    parent = parent->parent;
  }
  return parent;
}
